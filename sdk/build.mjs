/** Builds what the SDKs ship: the script our server serves, and the modules of each package. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(readFileSync(here("package.json"), "utf8"));

/** One entry, bundled into one file without dependencies. */
async function bundle({ entry, file, format, outDir }) {
  await build({
    configFile: false,
    logLevel: "warn",
    root: here("."),
    define: { STAYFLOW_VERSION: JSON.stringify(version) },
    publicDir: false,
    build: {
      // What WeChat's browser core and six-year-old phones run.
      target: "es2019",
      outDir: here(outDir),
      emptyOutDir: false,
      minify: true,
      lib: { entry: here(entry), formats: [format], fileName: () => file, name: "stayflowModule" },
    },
  });
}

const SERVED = "../src/stayflow/interfaces/http/sdk";

await bundle({ entry: "browser/src/script.ts", file: "stayflow.js", format: "iife", outDir: SERVED });
await bundle({ entry: "browser/src/stayflow.ts", file: "stayflow.mjs", format: "es", outDir: SERVED });
await bundle({
  entry: "mini-program/src/stayflow.ts",
  file: "stayflow-mini-program.js",
  format: "cjs",
  outDir: SERVED,
});
