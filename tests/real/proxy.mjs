/** A proxy that knows one server: it tunnels Google's hosts to the lab and refuses every other host. */
import { createServer } from 'node:http';
import { connect } from 'node:net';

/**
 * @param {string[]} hosts the hosts that the lab plays
 * @param {number} port the lab's port on the loopback address
 * @returns {Promise<{url: string, refused: string[], close: () => Promise<void>}>} `refused` lists every other host that
 *   somebody asked for
 */
export async function startProxy(hosts, port) {
  const refused = [];
  const sockets = new Set();
  const server = createServer((_, answer) => answer.writeHead(405).end());
  server.on('connect', (request, client, head) => {
    sockets.add(client);
    client.on('error', () => {}).on('close', () => sockets.delete(client));
    const [host] = request.url.split(':');
    if (!hosts.includes(host)) {
      refused.push(request.url);
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const lab = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      lab.write(head);
      lab.pipe(client).pipe(lab);
    });
    lab.on('error', () => client.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    sockets.forEach((socket) => socket.destroy());
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, refused, close };
}
