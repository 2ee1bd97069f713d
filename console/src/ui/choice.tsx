import { Segmented } from "antd";

interface Props<Value extends string> {
  /** What is chosen. */
  label: string;
  of: readonly Value[];
  say: (value: Value) => string;
  /** From the form around it, where it stands in one. */
  value?: Value;
  onChange?: (value: Value) => void;
  size?: "small";
}

/** One of a few words that stand side by side. */
export function Choice<Value extends string>({ label, of, say, ...rest }: Props<Value>) {
  const options = of.map((value) => ({ value, label: say(value) }));
  return <Segmented<Value> {...rest} className="choice" aria-label={label} options={options} />;
}
