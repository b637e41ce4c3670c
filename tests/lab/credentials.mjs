/**
 * Invented credentials in the shapes that Google's have. Every one says EXAMPLE and is new in every run, so that a test
 * can look for it wherever it must not be.
 */
import { randomBytes, randomInt } from 'node:crypto';

/** @param {number} length */
const noise = (length) => randomBytes(length).toString('base64url').slice(0, length);

/** @param {number} length */
const lowercase = (length) => Array.from({ length }, () => 'abcdefghijklmnopqrstuvwxyz0123456789'[randomInt(36)]).join('');

export const CODE_SHAPE = /^4\/0A[\w-]{69}$/;
export const REFRESH_TOKEN_SHAPE = /^1\/\/0[\w-]{99}$/;

export const authorizationCode = () => `4/0AEXAMPLE${noise(62)}`;
export const accessToken = () => `ya29.a0EXAMPLE${noise(200)}`;
export const serviceAccessToken = () => `ya29.c.EXAMPLE${noise(200)}`;
export const refreshToken = () => `1//0EXAMPLE${noise(92)}`;
export const clientSecret = () => `GOCSPX-EXAMPLE${noise(21)}`;
export const clientId = () => `${randomInt(1e11, 1e12)}-example${lowercase(25)}.apps.googleusercontent.com`;
export const opaque = (length = 40) => `EXAMPLE${noise(length)}`;
export const mailbox = () => `example-${lowercase(10)}@gmail.com`;
export const accountId = () => `1${Array.from({ length: 20 }, () => randomInt(10)).join('')}`;
