import type { Agent, ClientRequest } from 'node:http';
import Docker from 'dockerode';

/**
 * A Docker client over a transport of ours. Nothing of the environment reaches it: docker-modem lets DOCKER_HOST and
 * its companions beat an explicit socket, and even a malformed one would make its constructor throw.
 *
 * @param agent makes the connections
 * @param socketPath what the agent connects to; an agent that knows by itself ignores it
 * @param apiVersion `1.41`; absent: the daemon's newest
 */
export function createDocker(agent: Agent, socketPath: string, apiVersion?: string): Docker {
  const options: Docker.DockerOptions & { agent: Agent } = {
    agent,
    socketPath,
    host: undefined,
    port: undefined,
    protocol: 'http',
    ca: undefined,
    cert: undefined,
    key: undefined,
    timeout: undefined,
    ...(apiVersion === undefined ? {} : { version: `v${apiVersion}` }),
  };
  const docker = withoutDockerEnvironment(() => new Docker(options));
  guardRequests(docker);
  return docker;
}

/** Synchronous, so nothing else of this thread sees the environment without these variables. */
function withoutDockerEnvironment<T>(create: () => T): T {
  const kept = Object.entries(process.env).filter(([name]) => name.startsWith('DOCKER_'));
  for (const [name] of kept) delete process.env[name];
  try {
    return create();
  } finally {
    for (const [name, value] of kept) process.env[name] = value;
  }
}

/**
 * Two habits of docker-modem are ended here. It follows redirects past its agent: a lying daemon could make this
 * computer call any address. And it never calls back for an answer cut off in its middle: the caller would wait for
 * its own deadline.
 */
function guardRequests(docker: Docker): void {
  const modem: object = docker.modem;
  // Not part of its types: should a version come without it, refusing to start beats following silently.
  const buildRequest: unknown = Reflect.get(modem, 'buildRequest');
  if (typeof buildRequest !== 'function') throw new TypeError('docker-modem has no buildRequest');
  const guarded: BuildRequest = (options, context, data, callback) => {
    let answered = false;
    const once: Callback = (...result) => {
      if (answered) return;
      answered = true;
      callback(...result);
    };
    const agent = observeRequests(options.agent, (request) => {
      request.once('close', () => once(new Error('the answer was cut off'), null));
    });
    Reflect.apply(buildRequest, modem, [{ ...options, maxRedirects: 0, agent }, context, data, once]);
  };
  Reflect.set(modem, 'buildRequest', guarded);
}

type Callback = (error: Error | null, answer: unknown) => void;
type BuildRequest = (options: { agent: Agent }, context: object, data: unknown, callback: Callback) => void;

/** The same agent, its pool included, that shows each request before it is sent. */
function observeRequests(agent: Agent, observe: (request: ClientRequest) => void): Agent {
  const addRequest: unknown = Reflect.get(agent, 'addRequest');
  if (typeof addRequest !== 'function') throw new TypeError('the agent has no addRequest');
  const observed: Agent = Object.create(agent);
  Reflect.set(observed, 'addRequest', (request: ClientRequest, ...rest: unknown[]) => {
    observe(request);
    Reflect.apply(addRequest, agent, [request, ...rest]);
  });
  return observed;
}
