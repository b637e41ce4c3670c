/** Loaded before a program (`--import`): every TLS connection to one of Google's hosts goes to the lab instead. No library is changed. */
import { createRequire } from 'node:module';
import { GOOGLE_HOSTS } from '../../lab/google/site.mjs';

const tls = createRequire(import.meta.url)('node:tls');
const connect = tls.connect;
tls.connect = (options, ...rest) => {
  const name = options?.servername || options?.host;
  if (!GOOGLE_HOSTS.includes(name)) return connect(options, ...rest);
  return connect({ ...options, host: '127.0.0.1', port: Number(process.env.LAB_PORT), servername: name, socket: undefined }, ...rest);
};
