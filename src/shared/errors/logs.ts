import { defineErrors } from './define-errors.ts';

export const logErrors = defineErrors({});
