/** A finding as plain text, made of the exported report alone. @param {any} finding */
export function printFinding(finding) {
  const { headline, standing, request, answer, causes, number } = finding;
  const lines = [`#${number} ${request.method} ${request.url}`];
  for (const parameter of request.parameters) {
    lines.push(`     ${parameter.name}=${parameter.shown}`);
    for (const { text, range } of parameter.annotations) {
      const indent = ' '.repeat(5 + parameter.name.length + 1 + (range?.start ?? 0));
      const width = range ? range.end - range.start : [...parameter.shown].length;
      lines.push(`${indent}${'^'.repeat(Math.max(width, 1))} ${text}`);
    }
  }
  lines.push(`  → ${answer.status} ${[answer.error, answer.description && `“${answer.description}”`].filter(Boolean).join(' ')}`, '');
  lines.push(`${headline}${standing ? ` (${standing})` : ''}`);
  for (const { text } of causes[0]?.facts ?? []) lines.push(`  - ${text}`);
  const others = causes.slice(1).map((cause) => `  ${cause.standing}: ${cause.title}`);
  if (others.length > 0) lines.push('', 'Also considered:', ...others);
  return lines.join('\n');
}
