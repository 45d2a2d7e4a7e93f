import { defineErrors } from './define-errors.ts';

export const incidentErrors = defineErrors({});
