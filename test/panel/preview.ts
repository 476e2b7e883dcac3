/** Takes pictures of every state in every theme: `node test/panel/preview.ts FOLDER`. */
import { READY } from './sample.ts';
import { THEMES } from './themes.ts';
import { PageHost } from './view/pageHost.ts';
import { eachOpened, eachState, pictures } from './view/states.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder shall the pictures go to?');
const host = await PageHost.start();
try {
  for (const theme of Object.keys(THEMES)) {
    const picture = await pictures(folder, theme);
    await eachState(host, theme, picture);
    await eachOpened(host, theme, picture);
  }
  const picture = await pictures(folder, 'light');
  for (const width of [320, 420]) {
    const shown = await host.show({ ...READY, plan: 'per use' }, 'light', width);
    await shown.page.getByRole('button', { name: /^Why/ }).nth(4).click();
    await picture(`per use ${width}`, shown);
  }
} finally {
  await host.stop();
}
