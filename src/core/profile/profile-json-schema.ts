import { z } from 'zod';
import { Profile } from '../../shared/domain/profile.ts';

/** The profile's shape for editors, as it is written in a file: durations are strings, defaults may be left out. */
export function profileJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(Profile, { io: 'input', target: 'draft-7', unrepresentable: 'any' }),
    title: 'Ronda profile',
    description: 'The operations manual of a small Docker server, as Ronda runs it.',
  };
}
