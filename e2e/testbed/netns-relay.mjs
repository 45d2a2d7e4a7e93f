// Runs inside a network namespace: node netns-relay.mjs <listen host> <port> <target host> <target port>
import { connect, createServer } from 'node:net';

const [listenHost, listenPort, targetHost, targetPort] = process.argv.slice(2);
const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const target = connect({ host: targetHost, port: Number(targetPort), allowHalfOpen: true, noDelay: true });
  for (const [from, to] of [
    [client, target],
    [target, client],
  ]) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
});
server.listen(Number(listenPort), listenHost, () => process.stdout.write('relay is up\n'));
