/** Apps on real frameworks that answer a callback whose code the lab refuses: `{printed, told}`, their answer as HTTP and their log. */
import { once } from 'node:events';

/** @returns {Promise<Record<string, (library: any) => Promise<{printed: string, told: string}>>>} */
export async function apps(world) {
  const { OAuth2Client } = await import('google-auth-library');
  const client = new OAuth2Client({ clientId: world.web.id, clientSecret: world.web.secret, redirectUri: 'https://app.example.test/callback' });
  const redeem = () => client.getToken(world.spentCode);
  const provider = {
    id: 'google', name: 'Google', type: 'oauth', clientId: world.web.id, clientSecret: world.web.secret, checks: ['none'],
    authorization: { url: 'https://accounts.google.com/o/oauth2/v2/auth', params: { scope: 'email' } },
    token: 'https://oauth2.googleapis.com/token', userinfo: 'https://openidconnect.googleapis.com/v1/userinfo',
    profile: (profile) => ({ id: profile.sub }),
  };
  return {
    express: ({ default: express }) => {
      process.env.NODE_ENV = 'production';
      const app = express().get('/callback', redeem);
      return answered(app, '/callback');
    },
    koa: ({ default: Koa }) => {
      const app = new Koa();
      app.use(redeem);
      return answered(app.callback(), '/callback');
    },
    'next-auth': async ({ default: { default: NextAuth = undefined } = {}, ...rest }) => {
      const handler = NextAuth ?? rest.default;
      process.env.NEXTAUTH_URL = 'http://localhost/api/auth';
      const options = { providers: [{ ...provider, checks: 'none', client: { token_endpoint_auth_method: 'client_secret_post' } }], secret: 'EXAMPLE' };
      const route = (request, response) => {
        const url = new URL(request.url, 'http://localhost');
        const query = { ...Object.fromEntries(url.searchParams), nextauth: url.pathname.split('/').slice(3) };
        response.status = (code) => Object.assign(response, { statusCode: code });
        return handler(Object.assign(request, { query, cookies: {}, body: {} }), response, options);
      };
      return answered(route, '/api/auth/callback/google', '');
    },
    '@auth/express': async ({ ExpressAuth }) => {
      const { default: express } = await import('express');
      const app = express().use('/auth', ExpressAuth({ providers: [provider], secret: 'EXAMPLE', trustHost: true }));
      return answered(app, '/auth/callback/google');
    },
  };

  /** Lets a browser come back to the app, and writes down what it is answered and what the app logs meanwhile. */
  async function answered(handler, path, state = '&state=EXAMPLE') {
    const { createServer } = await import('node:http');
    const server = createServer(handler).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const log = [];
    const error = console.error;
    console.error = (...words) => log.push(words.map((word) => (typeof word === 'string' ? word : inspect(word))).join(' '));
    try {
      const query = `code=${encodeURIComponent(world.spentCode)}${state}`;
      const answer = await fetch(`http://127.0.0.1:${server.address().port}${path}?${query}`, { redirect: 'manual' });
      const head = [...answer.headers].map(([name, value]) => `${name}: ${value}\n`).join('');
      const request = `GET https://app.example.test${path}?code=4/0AEXAMPLE-code&state=EXAMPLE\n\n`;
      // Frameworks log after they have answered.
      await new Promise((resolve) => setTimeout(resolve, 100));
      return { printed: `${request}${answer.status}\n${head}\n${await answer.text()}\n`, told: log.join('\n'), http: true };
    } finally {
      console.error = error;
      server.close();
    }
  }
}

function inspect(value) {
  return value instanceof Error ? `${value.stack} ${JSON.stringify(value.cause?.response?.data ?? value.response?.data ?? value)}` : JSON.stringify(value);
}
