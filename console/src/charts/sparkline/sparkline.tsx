interface Props {
  values: number[];
  label: string;
  width?: number;
  height?: number;
}

/** The shape of a few numbers, without axes. */
export function Sparkline({ values, label, width = 96, height = 24 }: Props) {
  if (values.length < 2) return null;
  const top = Math.max(...values, 1);
  const step = width / (values.length - 1);
  const points = values.map((value, index) => `${index * step},${height - 2 - (value / top) * (height - 4)}`);
  return (
    <svg width={width} height={height} role="img" aria-label={label}>
      <polyline points={points.join(" ")} fill="none" stroke="var(--accent)" strokeWidth="1.5" />
    </svg>
  );
}
