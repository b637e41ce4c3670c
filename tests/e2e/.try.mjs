import { Session } from './session.mjs';
import { openAlone } from './alone.mjs';
const session = await Session.start('/work/wt-panel/dist/chrome');
try {
  const alone = await openAlone(session, process.env.PAGE ?? '/work/wt-panel/dist/web');
  const { page, panel } = alone;
  page.on('console', m => console.log('console', m.type(), m.text()));
  page.on('pageerror', e => console.log('pageerror', e.message));
  page.on('requestfailed', r => console.log('failed', r.url(), r.failure()?.errorText));
  page.on('workercreated', w => { console.log('worker', w.url()); w.on?.('console', m => console.log('w', m.text())); });
  await panel.press('sample');
  await new Promise(r => setTimeout(r, 4000));
  console.log(await page.evaluate(() => [...document.querySelectorAll('.bars')].map(b => b.outerHTML).join('\n')));
  console.log(session.complaints);
  await alone.close();
} finally { await session.close(); }
