import type { Plugin } from "vite";

interface Part {
  file: string;
  said: RegExp;
  instead: string;
  before?: string;
}

const TRANSLATED = 'import { t as said } from "i18next";\n';

/**
 * Icons and the arrows of number fields name themselves in English, whatever the language. Both only
 * repeat what stands beside them (a button's words, the field that the arrow keys change), so screen
 * readers pass them by, unless we name them.
 */
const PARTS: Part[] = [
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
    before: TRANSLATED,
  },
  {
    // The cross that empties a field has only its icon.
    file: "@rc-component/input/es/BaseInput.js",
    said: /className: clsx\(clearIconCls, \{/,
    instead: '"aria-label": said("common.clear"), className: clsx(clearIconCls, {',
    before: TRANSLATED,
  },
];

const met = new Set<string>();

/** Puts the reader's language, or silence, where the parts we build with speak English. */
export const unsaid: Plugin = {
  name: "unsaid",
  enforce: "pre",
  transform(code, id) {
    const part = PARTS.find(({ file }) => id.split("?")[0]?.endsWith(file));
    if (!part || code.search(part.said) < 0) return null;
    met.add(part.file);
    return { code: (part.before ?? "") + code.replace(part.said, part.instead), map: null };
  },
};

/** Fails a build in which one of the parts is not where we know it to be. */
export const unsaidEverywhere: Plugin = {
  name: "unsaid-everywhere",
  apply: "build",
  buildEnd(error) {
    const missed = PARTS.filter(({ file }) => !met.has(file)).map(({ file }) => file);
    if (!error && missed.length > 0)
      this.error(`its English names are where we do not know: ${missed.join(", ")}`);
  },
};
