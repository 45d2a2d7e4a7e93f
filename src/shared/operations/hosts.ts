import { z } from 'zod';
import { FoundProject } from '../domain/found-project.ts';
import { HostConfig, HostTarget, HostView, JumpHost, PromptAnswer, SshAuth } from '../domain/host.ts';
import { Id } from '../domain/status.ts';
import { operation } from '../operation.ts';

const none = z.strictObject({});
const never = z.never();
const byId = z.strictObject({ hostId: Id });

export const hostOperations = {
  'hosts.list': operation({ input: none, output: z.object({ hosts: z.array(HostView) }), event: never }),
  'hosts.add': operation({
    input: z.strictObject({
      name: HostConfig.shape.name,
      target: HostTarget,
      profileId: Id,
      connect: z.boolean().default(true),
    }),
    output: z.object({ hostId: Id }),
    event: never,
  }),
  'hosts.remove': operation({ input: byId, output: none, event: never }),
  'hosts.connect': operation({ input: byId, output: none, event: never }),
  'hosts.disconnect': operation({ input: byId, output: none, event: never }),
  /** Connects (if it is not), and tells each step; fails with the error that stopped it. */
  'hosts.test': operation({ input: byId, output: z.object({ host: HostView }), event: never }),
  /**
   * Connects a host that is not added yet, looks at what runs there, and disconnects; each step is told. Nothing of it
   * stays but keys that were accepted, and what was typed for the case that this very host is added.
   */
  'hosts.try': operation({
    input: z.strictObject({ name: HostConfig.shape.name, target: HostTarget }),
    output: z.object({ projects: z.array(FoundProject) }),
    event: z.object({ connection: HostView.shape.connection }),
  }),
  /** What runs on a connected host, by Compose project. */
  'hosts.projects': operation({
    input: byId,
    output: z.object({ projects: z.array(FoundProject) }),
    event: never,
  }),
  'hosts.answer': operation({
    input: z.strictObject({ promptId: Id, answer: PromptAnswer }),
    output: none,
    event: never,
  }),
  /** The Host entries of ~/.ssh/config that name one host (no patterns), for the add-host form. */
  'hosts.suggest': operation({
    input: none,
    output: z.object({
      hosts: z.array(
        z.object({
          alias: z.string(),
          address: z.string(),
          port: z.number(),
          user: z.string().nullable(),
          auth: SshAuth.nullable(),
          jumps: z.array(JumpHost).readonly(),
          proxyCommand: z.string().nullable(),
        }),
      ),
      /** What in the file does not count, as `file:line: text`: `Match exec` and the like. */
      skipped: z.array(z.string()).readonly(),
      /** Sockets that are there; `from`: `DOCKER_HOST` or `context NAME`, where it is known from there. */
      localEngines: z.array(z.object({ socketPath: z.string(), from: z.string().nullable() })),
      /** TCP ports that DOCKER_HOST or a context names; `certificates`: the folder, null for plain text. */
      tcpEngines: z.array(
        z.object({
          address: z.string(),
          port: z.number(),
          certificates: z.string().nullable(),
          from: z.string(),
        }),
      ),
    }),
    event: never,
  }),
  /** Reads a profile file; refused whole, with line and key, when anything in it is wrong. */
  'profile.import': operation({
    input: z.strictObject({ yaml: z.string().max(2_000_000) }),
    output: z.object({ profileId: Id }),
    event: never,
  }),
  /** A manual for what was found, to be read, changed and imported. */
  'profile.generate': operation({
    input: z.strictObject({ name: HostConfig.shape.name, projects: z.array(FoundProject).min(1).max(50) }),
    output: z.object({ profileId: Id, yaml: z.string() }),
    event: never,
  }),
  'profile.json-schema': operation({
    input: none,
    output: z.object({ schema: z.record(z.string(), z.unknown()) }),
    event: never,
  }),
};
