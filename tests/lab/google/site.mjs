/** Which of Google's hosts answers what. */
import { html } from '../http.mjs';
import { authorize, chooseAccount } from './authorize.mjs';
import { certificates } from './id-token.mjs';
import { showErrorPage } from './error-page.mjs';
import { gmail } from './gmail.mjs';
import { revoke } from './revoke.mjs';
import { token } from './token.mjs';

const ROUTES = {
  'accounts.google.com/o/oauth2/v2/auth': authorize,
  'accounts.google.com/o/oauth2/auth': authorize,
  'accounts.google.com/v3/signin/identifier': chooseAccount,
  'accounts.google.com/signin/oauth/error': showErrorPage,
  'accounts.google.com/o/oauth2/token': token,
  'accounts.google.com/o/oauth2/revoke': revoke,
  'oauth2.googleapis.com/token': token,
  'oauth2.googleapis.com/revoke': revoke,
  'www.googleapis.com/oauth2/v1/certs': certificates,
  'gmail.googleapis.com/gmail/v1/users/me/messages': gmail,
};

export const GOOGLE_HOSTS = ['accounts.google.com', 'oauth2.googleapis.com', 'gmail.googleapis.com', 'www.googleapis.com'];

/** @param {import('../http.mjs').Asked} asked @param {import('../world.mjs').World} world */
export function google(asked, world) {
  const route = ROUTES[asked.url.hostname + asked.url.pathname];
  return route ? route(asked, world) : html(404, '<!doctype html><title>Error 404 (Not Found)!!1</title>');
}
