import { parse } from 'yaml';
import source from '../../resources/profiles/prisma-rt04.yaml?raw';
import { Profile } from '../../src/shared/domain/profile.ts';

/** The real default profile, so that the manual's tables are looked at with their real texts. */
export const profile: Profile = Profile.parse(parse(source));
