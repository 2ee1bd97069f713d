"""Paint the letters of the pictures that are sent by mail.

A server has no fonts it can rely on, least of all Chinese ones, and a mail shows no SVG. So the letters of
`src/stayflow/measure/sheet/letters.npz` are painted once, here, by a browser with Noto Sans CJK: every character of
GB 2312 and Latin 1, sixteen shades of grey. Run `python -m tools.house.letters` to paint them anew.
"""

import base64
import sys
from pathlib import Path
from typing import Final

import numpy as np
from playwright.sync_api import Page, sync_playwright

from stayflow.measure.sheet.letters import BASELINE, CELL_HEIGHT, CELL_WIDTH, FILE, SIZE
from tools.house.chromium import find_chromium

FONT: Final = "Noto Sans CJK SC"
BATCH: Final = 256
EXTRA: Final = "–—…‘’“”≤≥≠±×÷·•→←↑↓￥€￡″′∞"
PAINT: Final = """([text, font, width, height, baseline]) => {
  const canvas = document.createElement('canvas');
  const letters = [...text];
  canvas.width = width;
  canvas.height = height * letters.length;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.font = font;
  const advances = letters.map((letter, n) => {
    context.fillText(letter, 0, n * height + baseline);
    return Math.round(context.measureText(letter).width);
  });
  const rgba = context.getImageData(0, 0, width, canvas.height).data;
  const alpha = new Uint8Array(rgba.length / 4);
  for (let n = 0; n < alpha.length; n++) alpha[n] = rgba[4 * n + 3];
  let packed = '';
  for (let n = 0; n < alpha.length; n += 8192) packed += String.fromCharCode(...alpha.subarray(n, n + 8192));
  return [advances, btoa(packed)];
}"""


def list_letters() -> str:
    """Every character of Latin 1 and GB 2312 that can be seen, and some signs, in the order of their numbers."""
    chinese = (
        bytes((first, second)).decode("gb2312", "ignore")
        for first in range(0xA1, 0xF8)
        for second in range(0xA1, 0xFF)
    )
    latin = (chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x100)))
    return "".join(sorted({*latin, *"".join(chinese), *EXTRA}))


def paint_letters(page: Page, text: str) -> tuple[list[int], np.ndarray]:
    """How wide each letter is, and its shades, 0 to 255."""
    font = f"{SIZE}px '{FONT}'"
    advances, packed = page.evaluate(PAINT, [text, font, CELL_WIDTH, CELL_HEIGHT, BASELINE])
    shades = np.frombuffer(base64.b64decode(packed), np.uint8)
    return advances, shades.reshape(len(text), CELL_HEIGHT, CELL_WIDTH)


def main() -> int:
    """Write the file."""
    letters = list_letters()
    advances: list[int] = []
    painted = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        page = browser.new_page()
        for start in range(0, len(letters), BATCH):
            wide, shades = paint_letters(page, letters[start : start + BATCH])
            advances += wide
            painted.append(shades)
        browser.close()
    grey = np.concatenate(painted) >> 4
    packed = (grey[:, :, 0::2] << 4) | grey[:, :, 1::2]
    codes = np.array([ord(each) for each in letters], np.uint32)
    np.savez_compressed(FILE, codes=codes, advances=np.array(advances, np.uint8), shades=packed)
    print(f"{len(letters)} letters, {Path(FILE).stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
