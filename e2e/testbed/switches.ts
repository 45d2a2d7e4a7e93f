/** What can be broken in a service of the sample stack; documented in resources/sample-stack/README.md. */
export interface Switches {
  unhealthy: boolean;
  slowMs: number;
  crashAfterMs: number;
  noiseLinesPerSecond: number;
  providerDown: boolean;
  writerTps: number;
}

/** What the services watch. A switch that it does not name is as at the container's start. */
export const SWITCHES_FILE = '/app/control/switches.json';
