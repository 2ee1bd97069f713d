type Language = "zh" | "en";
interface Unit {
  from: number;
  divisor: number;
  name: string;
}

const UNITS: Record<Language, Unit[]> = {
  zh: [
    { from: 1e8, divisor: 1e8, name: "亿" },
    { from: 1e4, divisor: 1e4, name: "万" },
  ],
  en: [
    { from: 1e9, divisor: 1e9, name: "B" },
    { from: 1e6, divisor: 1e6, name: "M" },
    { from: 1e4, divisor: 1e3, name: "k" },
  ],
};

function trimmed(value: number): string {
  const size = Math.abs(value);
  return String(Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)));
}

/** 12345 → "1.23 万" in Chinese, "12.3 k" in English, three digits that count; below 10,000 the whole number. */
export function compactNumber(value: number, language: Language): string {
  const unit = UNITS[language].find((each) => Math.abs(value) >= each.from);
  if (unit) return `${trimmed(value / unit.divisor)} ${unit.name}`;
  const digits = Number.isInteger(value) || Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** Every digit, grouped by thousands. */
export function wholeNumber(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
}

/** 0.0314 → "3.1 %"; a missing share is a dash. */
export function percent(share: number | null | undefined, digits = 1): string {
  if (share === null || share === undefined || Number.isNaN(share)) return "–";
  return `${(share * 100).toFixed(digits)} %`;
}

/** An amount in the project's currency, shortened like every other number. */
export function money(value: number | null | undefined, currency: string, language: Language): string {
  if (value === null || value === undefined) return "–";
  const sign = currencySign(currency);
  const minus = value < 0 ? "-" : "";
  return `${minus}${sign}${amount(Math.abs(value), language)}`;
}

/** An amount with every digit and its cents, for columns that are compared. */
export function cents(value: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function amount(value: number, language: Language): string {
  if (value >= 1e4) return compactNumber(value, language);
  const digits = Number.isInteger(value) ? 0 : 2;
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function currencySign(currency: string): string {
  try {
    const parts = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
    });
    return parts.formatToParts(0).find((part) => part.type === "currency")?.value ?? currency;
  } catch {
    return `${currency} `;
  }
}
