/** A program whose callback runs twice: the second time the code is spent. */
import { OAuth2Client } from 'google-auth-library';

const { id, secret } = JSON.parse(process.env.WORLD);
const client = new OAuth2Client({ clientId: id, clientSecret: secret, redirectUri: 'https://app.example.test/callback' });
await client.getToken(process.env.CODE);
const again = await client.getToken(process.env.CODE).catch((error) => error);
if (!(again instanceof Error)) throw new Error('the second exchange was expected to fail');
