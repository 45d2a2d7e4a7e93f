import { defineErrors } from './define-errors.ts';

export const backupErrors = defineErrors({});
