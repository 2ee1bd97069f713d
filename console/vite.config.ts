import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SERVER = process.env["STAYFLOW_SERVER"] ?? "http://127.0.0.1:8420";

/**
 * Icons and the arrows of number fields name themselves in English, whatever the language. Both only
 * repeat what stands beside them (a button's words, the field that the arrow keys change), so screen
 * readers pass them by, unless we name them.
 */
const UNSAID = [
  {
    file: "@ant-design/icons/es/components/AntdIconLight.js",
    said: /role: "img",\s*"aria-label": icon\.name/,
    instead: '...("aria-label" in props ? { role: "img" } : { "aria-hidden": true })',
  },
  {
    file: "@rc-component/input-number/es/StepHandler.js",
    said: /"aria-label": isUpAction \? 'Increase Value' : 'Decrease Value'/,
    instead: '"aria-hidden": true',
  },
  {
    // To the page before and after: what is focused is the entry around it, which is named in the reader's language.
    file: "antd/es/pagination/Pagination.js",
    said: /tabIndex: -1/g,
    instead: 'tabIndex: -1, "aria-hidden": true',
  },
  {
    // The mark at the head of a column by which its rows are filtered.
    file: "antd/es/table/hooks/useFilter/FilterDropdown.js",
    said: /role: "button",\s*tabIndex: -1,\s*className: clsx\(`\$\{prefixCls\}-trigger`/,
    instead:
      'role: "button", tabIndex: -1, "aria-label": said("common.filter"), className: clsx(`$${prefixCls}-trigger`',
    before: 'import { t as said } from "i18next";\n',
  },
  {
    // The cross that empties a field has only its icon.
    file: "@rc-component/input/es/BaseInput.js",
    said: /className: clsx\(clearIconCls, \{/,
    instead: '"aria-label": said("common.clear"), className: clsx(clearIconCls, {',
    before: 'import { t as said } from "i18next";\n',
  },
];

const met = new Set<string>();

const quiet: Plugin = {
  name: "quiet-decorations",
  apply: "build",
  enforce: "pre",
  transform(code, id) {
    const part = UNSAID.find(({ file }) => id.split("?")[0]?.endsWith(file));
    if (!part || code.search(part.said) < 0) return null;
    met.add(part.file);
    return { code: (part.before ?? "") + code.replace(part.said, part.instead), map: null };
  },
  buildEnd(error) {
    const missed = UNSAID.filter(({ file }) => !met.has(file)).map(({ file }) => file);
    if (!error && missed.length > 0)
      this.error(`its English names are where we do not know: ${missed.join(", ")}`);
  },
};

export default defineConfig({
  plugins: [quiet, react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/api": SERVER, "/healthz": SERVER } },
  build: {
    outDir: "../src/stayflow/interfaces/http/console",
    emptyOutDir: true,
    chunkSizeWarningLimit: 900,
    target: "es2022",
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
  },
});
