import { Input, type InputProps } from "antd";

interface Props extends Omit<InputProps, "onChange"> {
  label: string;
  onChange: (text: string) => void;
}

/** A field whose name stands in it as long as nothing else does. */
export function NamedInput({ label, onChange, ...input }: Props) {
  return (
    <Input
      aria-label={label}
      placeholder={label}
      {...input}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
