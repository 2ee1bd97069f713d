/** A share is kept as 0.2, and written as 20 %. */
export const SHARE = {
  min: 0.01,
  max: 1,
  step: 0.05,
  formatter: (value: string | number | undefined) =>
    value === undefined || value === "" ? "" : `${Math.round(Number(value) * 1000) / 10} %`,
  parser: (typed: string | undefined) => Number((typed ?? "").replace(/[^\d.]/g, "")) / 100,
};
