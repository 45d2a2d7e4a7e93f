import { z } from 'zod';

/** A schedule as cron knows it: five fields, or a nickname. Whether the fields make sense is core's to say. */
export const CronExpression = z
  .string()
  .trim()
  .max(120)
  .regex(
    /^(@(hourly|daily|weekly|monthly)|[0-9A-Za-z*/,#?-]+(\s+[0-9A-Za-z*/,#?-]+){4})$/,
    'five fields of cron, such as 0 2 * * 0, or @daily',
  );
export type CronExpression = z.infer<typeof CronExpression>;
