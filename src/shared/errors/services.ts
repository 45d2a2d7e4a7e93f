import { defineErrors } from './define-errors.ts';

export const serviceErrors = defineErrors({});
