import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RunningProcess, startProcess } from './processes.ts';

const HOST = fileURLToPath(new URL('../../resources/sample-stack/host', import.meta.url));

export interface HostProcesses {
  ollama: RunningProcess;
  frontend: RunningProcess;
  stop(): Promise<void>;
}

/** Starts what the RT 04 server runs outside Docker: the stand-in for Ollama and the static frontend. */
export async function startHostProcesses(options: {
  dir: string;
  ollamaPort: number;
  frontendPort: number;
  /** The bridge's address, on which the containers reach Ollama. */
  gateway: string;
}): Promise<HostProcesses> {
  const start = (name: string, settings: Record<string, string>) =>
    startProcess({
      command: process.execPath,
      args: [join(HOST, `${name}.mjs`)],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...settings },
      logFile: join(options.dir, `${name}.log`),
      readyWhen: new RegExp(`on ${name === 'ollama' ? options.gateway : '127.0.0.1'}:`),
    });
  const ollama = await start('ollama', {
    OLLAMA_LISTEN: `127.0.0.1,${options.gateway}`,
    OLLAMA_PORT: String(options.ollamaPort),
  });
  try {
    const frontend = await start('frontend', { FRONTEND_PORT: String(options.frontendPort) });
    const stop = async () => {
      await Promise.all([ollama.stop(), frontend.stop()]);
    };
    return { ollama, frontend, stop };
  } catch (error) {
    await ollama.stop();
    throw error;
  }
}
