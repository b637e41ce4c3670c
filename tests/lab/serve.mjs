/** Runs the lab alone and prints how to point a Chromium at it. */
import { LAB_PAGE, startLab } from './lab.mjs';

const lab = await startLab();
console.log(`The lab listens on 127.0.0.1:${lab.port}. To visit it:\n`);
console.log(`chromium --user-data-dir=$(mktemp -d) \\\n  ${lab.browserFlags.map((flag) => `'${flag}'`).join(' \\\n  ')} \\\n  ${LAB_PAGE}`);
