/** Drawing for steps: the part that draws is loaded here, and only when it is needed. */
import { lazily } from '../base/lazily.ts';
import type { Chart } from '../charts/chart.ts';
import { refuse } from '../kit/errors.ts';
import { integer, text } from '../kit/record/static.ts';
import type { Run } from '../kit/run/run.ts';

export const chartRecord = {
  chart: text('Chart (PNG File)', 'https://zapier-dev-files.s3.amazonaws.com/chart.png'),
  chart_file_name: text('Chart File Name', 'weather-prod-storage-used.png'),
  chart_width: integer('Chart Width (Pixels)', 800),
  chart_height: integer('Chart Height (Pixels)', 522),
};

export const zoneField = {
  key: 'time_zone',
  label: 'Time Zone',
  default: 'UTC',
  placeholder: 'Europe/Berlin',
  helpText: 'Name of the time zone that days and the times shown are of, such as Europe/Berlin.',
} as const;

/** How a picture is to look; what every step that draws asks. */
export const lookFields = [
  {
    key: 'theme',
    label: 'Colors',
    choices: { light: 'Light', dark: 'Dark' },
    default: 'light',
    helpText: 'Dark: for chats and pages with a dark background.',
  },
  {
    key: 'size',
    label: 'Size',
    choices: {
      small: 'Small (800 Pixels, for Chat and Phones)',
      large: 'Large (1,200 Pixels, for Reports)',
    },
    default: 'small',
    helpText: 'The width of the picture; its height follows from what is drawn.',
  },
] as const;

/** Loaded once in the life of a process. */
const drawing = lazily(() => import('../charts/index.ts'));

/** The picture of a chart, kept by Zapier as a file that other steps can post. */
export async function drawToFile(run: Run<unknown>, chart: Chart, title: string) {
  const { draw } = await drawing();
  const drawn = await draw(chart);
  if ('invalid' in drawn) throw refuse(drawn.invalid, 'Check the fields of the step.');
  const name = `${fileName(title)}.png`;
  return {
    chart: await run.stash({ bytes: drawn.png, name, type: 'image/png' }),
    chart_file_name: name,
    chart_width: drawn.width,
    chart_height: drawn.height,
  };
}

/** Letters, digits and dashes of a title. */
function fileName(title: string): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-|-$/g, '').slice(0, 60) || 'chart';
}
