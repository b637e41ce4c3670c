/** grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer, verified with the service account's real key and the lab's clock. */
import { decodeJwt, errors, jwtVerify } from 'jose';
import { serviceAccessToken } from '../credentials.mjs';
import { granted, invalidGrant, invalidRequest, refused } from './answers.mjs';

const AUDIENCES = [
  'https://oauth2.googleapis.com/token',
  'https://accounts.google.com/o/oauth2/token',
  'https://www.googleapis.com/oauth2/v4/token',
];
const TIMEFRAME =
  'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';
/** Google does not publish its tolerance; five minutes keeps honest clocks in and the lab's broken ones out. */
const TOLERANCE = 300;

/** @param {Map<string, string>} fields @param {import('../world.mjs').World} world */
export async function redeemAssertion(fields, world) {
  const assertion = fields.get('assertion');
  if (!assertion) return invalidRequest('Missing required parameter: assertion');
  let claims;
  try {
    claims = decodeJwt(assertion);
  } catch {
    return invalidRequest('Bad Request');
  }
  if (claims.iss !== world.service.mailbox) return invalidGrant('Invalid grant: account not found');
  const fault = await verificationFault(assertion, world);
  if (fault) return invalidGrant(fault);
  if (!claims.scope) return refused(400, 'invalid_scope', 'Empty or missing scope not allowed.');
  return granted({
    access_token: world.issueAccessToken(String(claims.scope), serviceAccessToken),
    expires_in: 3599,
    token_type: 'Bearer',
  });
}

async function verificationFault(assertion, world) {
  try {
    const { payload } = await jwtVerify(assertion, world.keys.service.publicKey, {
      algorithms: ['RS256'],
      audience: AUDIENCES,
      clockTolerance: TOLERANCE,
      currentDate: new Date(world.now()),
      maxTokenAge: 3600,
      requiredClaims: ['iat', 'exp'],
    });
    return payload.exp - payload.iat > 3900 ? TIMEFRAME : null;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return 'Invalid JWT Signature.';
    if (error.claim === 'aud') return 'Invalid JWT: Failed audience check.';
    if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) return TIMEFRAME;
    return 'Invalid JWT Signature.';
  }
}
