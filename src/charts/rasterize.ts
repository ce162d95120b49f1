import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { lazily } from '../base/lazily.ts';
import { readFonts, readProgram } from './assets.ts';

/** Read once in the life of a process. */
const ready = lazily(async () => {
  const [program, fonts] = await Promise.all([readProgram(), readFonts()]);
  await initWasm(program);
  return fonts;
});

/** SVG as PNG, `zoom` pixels for each of its units. It loads nothing: neither files nor addresses. */
export async function rasterize(svg: string, zoom: number): Promise<Uint8Array> {
  const fontBuffers = await ready();
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: zoom },
    font: { fontBuffers, defaultFontFamily: 'Inter' },
  });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
