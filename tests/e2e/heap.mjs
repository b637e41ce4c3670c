/** What is in the memory of WebAssembly modules: read through the inspector, so that no page has to hand anything out. */

/**
 * A session of the inspector with a frame of the extension and one with each worker that it starts from now on.
 * @param {import('puppeteer-core').Frame} frame
 */
export async function inspectorOf(frame) {
  const connection = frame.client.connection();
  const client = await connection.createSession({ targetId: frame._id });
  return client;
}

/**
 * The memories of every module instance that the page, or the worker, still holds; those that nobody can reach are gone
 * before it is looked. Stretches of zeros are left out.
 * @param {import('puppeteer-core').CDPSession} client
 * @returns {Promise<string[]>} a text for each, a letter for each byte
 */
export async function memories(client) {
  const evaluated = await client.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await client.send('Runtime.queryObjects', { prototypeObjectId: evaluated.result.objectId });
  const { result, exceptionDetails } = await client.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: `function () { return this.map(${written}); }`,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value.map((text) => Buffer.from(text, 'base64').toString('latin1'));
}

/** Runs in the page: the memory in base64, without pages of zeros. */
function written(memory) {
  const bytes = new Uint8Array(memory.buffer);
  const PIECE = 3 * 256;
  const parts = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    if (piece.some((byte) => byte !== 0)) parts.push(btoa(String.fromCharCode(...piece)));
  }
  return parts.join('');
}
