/**
 * A certificate for one run. The key is made when the lab starts and is never kept, so that no key lies in the repository.
 */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param {string[]} hosts every name that the certificate vouches for
 * @returns {Promise<{key: string, cert: string, pin: string}>} `pin` is what Chromium's
 *   `--ignore-certificate-errors-spki-list` takes: the SHA-256 of the public key, in base64
 */
export async function makeCertificate(hosts) {
  const folder = await mkdtemp(join(tmpdir(), 'grantlens-lab-'));
  const keyFile = join(folder, 'key.pem');
  const certFile = join(folder, 'cert.pem');
  try {
    await run('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
      '-keyout', keyFile, '-out', certFile, '-days', '7', '-subj', '/CN=Grantlens lab',
      '-addext', `subjectAltName=${hosts.map((host) => `DNS:${host}`).join(',')}`,
    ]);
    const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
    const publicKey = new X509Certificate(cert).publicKey.export({ type: 'spki', format: 'der' });
    return { key, cert, pin: createHash('sha256').update(publicKey).digest('base64') };
  } catch (error) {
    if (error.code === 'ENOENT') {
      throw new Error('The lab needs openssl for its certificate. On Debian: apt-get install openssl');
    }
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
