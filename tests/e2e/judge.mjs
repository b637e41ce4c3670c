/** Compares what was found with what a scenario says must be found. */

const STRENGTH = ['absent', 'ruled-out', 'possible', 'likely', 'confirmed'];

/**
 * @param {import('../lab/scenarios/expect.mjs').Expected[]} expected
 * @param {any[]} findings the report's
 * @returns {string[]} what is wrong, in sentences
 */
export function judge(expected, findings) {
  if (findings.length !== expected.length) {
    const list = findings.map(({ number, kind, outcome, headline }) => `#${number} ${kind} ${outcome} “${headline}”`).join('; ');
    return [`${expected.length} rows were expected, ${findings.length} are there: ${list || 'none'}`];
  }
  return expected.flatMap((each, at) => judgeOne(each, findings[at]));
}

function judgeOne(expected, finding) {
  const wrong = [];
  const standing = (id) => finding.causes.find((cause) => cause.id === id)?.standing ?? 'absent';
  const same = (what, wanted, actual) => {
    if (wanted !== undefined && wanted !== actual) wrong.push(`#${finding.number} ${what} is ${actual}, not ${wanted}`);
  };
  const strongest = finding.causes.find((cause) => cause.standing !== 'ruled-out');
  same('kind', expected.kind, finding.kind);
  same('outcome', expected.outcome, finding.outcome);
  same('status', expected.status, finding.answer.status ?? null);
  same('error', expected.error, finding.answer.error ?? null);
  same('provider', expected.provider, finding.provider.id);
  same('look-alike', expected.lookAlike, finding.provider.look_alike);
  same('body', expected.body, finding.answer.body);
  same('strongest cause', expected.cause, strongest?.id ?? null);
  same('standing', expected.standing, finding.standing ?? null);
  for (const [id, wanted] of Object.entries(expected.also ?? {})) same(`${id}'s standing`, wanted, standing(id));
  for (const [id, most] of Object.entries(expected.atMost ?? {})) {
    if (STRENGTH.indexOf(standing(id)) > STRENGTH.indexOf(most)) wrong.push(`#${finding.number} ${id} is ${standing(id)}, more than ${most}`);
  }
  if (expected.headline && !expected.headline.test(finding.headline)) wrong.push(`#${finding.number} headline is “${finding.headline}”`);
  if (expected.parameters && finding.request.parameters.length < expected.parameters) wrong.push(`#${finding.number} has ${finding.request.parameters.length} parameters`);
  return [...wrong, ...unexpectedlyConfirmed(expected, finding)];
}

/** To confirm what was not the case is the worst mistake there is. */
function unexpectedlyConfirmed(expected, finding) {
  const named = new Set(Object.entries(expected.also ?? {}).filter(([, standing]) => standing === 'confirmed').map(([id]) => id));
  if (expected.standing === 'confirmed') named.add(expected.cause);
  return finding.causes
    .filter(({ id, standing }) => standing === 'confirmed' && !named.has(id))
    .map(({ id }) => `#${finding.number} confirms ${id}, which is not the case`);
}
