import { defineErrors } from './define-errors.ts';

export const profileErrors = defineErrors({});
