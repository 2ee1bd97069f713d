import "./mood-bar.css";

export const MOODS = ["positive", "neutral", "negative"] as const;
export type Mood = (typeof MOODS)[number];

interface Props {
  /** What the bar says, for who cannot see it. */
  label: string;
  counts: Record<Mood, number>;
}

/** How much of something praises, does neither, and blames: one bar of three parts. */
export function MoodBar({ label, counts }: Props) {
  return (
    <div className="mood-bar" role="img" aria-label={label} title={label}>
      {MOODS.filter((mood) => counts[mood] > 0).map((mood) => (
        <span key={mood} className={mood} style={{ flexGrow: counts[mood], flexBasis: 0 }} />
      ))}
    </div>
  );
}
