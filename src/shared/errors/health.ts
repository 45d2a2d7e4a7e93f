import { defineErrors } from './define-errors.ts';

export const healthErrors = defineErrors({});
