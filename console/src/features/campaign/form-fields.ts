import type { CampaignDraft } from "@/api/campaign-types";

/** The draft as the form holds it: the holdout in percent, the window in days. */
export interface Fields {
  name: string;
  channel: string;
  segment_id: string | null;
  holdout: number;
  subject: string;
  html: string;
  text: string;
  goal: string | null;
  window: number;
}

export function fieldsOf({ name, channel, segment_id, holdout, content, goal }: CampaignDraft): Fields {
  return {
    name,
    channel,
    segment_id,
    holdout: Math.round(holdout * 100),
    subject: content.subject,
    html: content.html ?? "",
    text: content.text ?? "",
    goal: goal?.event ?? null,
    window: Number.parseInt(goal?.window ?? "7", 10),
  };
}

export function draftOf(fields: Fields): CampaignDraft {
  const { name, channel, segment_id, holdout, subject, html, text, goal, window } = fields;
  return {
    name: name.trim(),
    channel,
    segment_id,
    holdout: (holdout ?? 0) / 100,
    content: { subject, html: html || null, text: text || null },
    goal: goal ? { event: goal, window: `${window ?? 7}d` } : null,
  };
}
