import { defineErrors } from './define-errors.ts';

export const hostErrors = defineErrors({});
