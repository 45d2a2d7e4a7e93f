import { request } from 'node:http';

/**
 * One GET of the Docker Engine API over its socket, parsed. The testbed polls with this rather than with the docker
 * command: a process a poll is dear on two cores.
 */
export function engineGet<T>(socketPath: string, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path, timeout: 5_000 }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        if (response.statusCode !== 200) {
          reject(new Error(`GET ${path}: HTTP ${response.statusCode} ${text}`));
          return;
        }
        try {
          resolve(JSON.parse(text));
        } catch (error) {
          reject(error);
        }
      });
    });
    call.on('timeout', () => call.destroy(new Error(`GET ${path}: no answer`)));
    call.on('error', reject);
    call.end();
  });
}

/** What `/containers/json` says of a container, as far as the testbed reads it. */
export interface ContainerSummary {
  Id: string;
  Names: string[];
  Image: string;
  Labels: Record<string, string>;
  State: string;
  /** Human text such as `Up 3 seconds (healthy)`. */
  Status: string;
}

export function listContainers(socketPath: string, project?: string): Promise<ContainerSummary[]> {
  const filters = project === undefined ? {} : { label: [`com.docker.compose.project=${project}`] };
  const query = new URLSearchParams({ all: '1', filters: JSON.stringify(filters) });
  return engineGet<ContainerSummary[]>(socketPath, `/containers/json?${query}`);
}
