import type { Condition } from "./condition-types";
import type { Said } from "./said";

export type CampaignState = "draft" | "running" | "paused" | "cancelled" | "finished";
export interface CampaignContent {
  subject: string;
  html: string;
  text: string;
}
export interface CampaignGoal {
  event: string;
  window: string;
  amount?: string | null;
}
export interface CampaignDraft {
  name: string;
  segment_id: string | null;
  holdout: number;
  content: CampaignContent;
  conversion: CampaignGoal | null;
}
export interface Campaign extends CampaignDraft {
  campaign_id: string;
  state: CampaignState;
  channel: string;
  audience: Condition | null;
  audience_sentence: Said | null;
  created_at: string;
  launched_at: string | null;
  finished_at: string | null;
}
export interface CampaignPreview {
  person_id: number | null;
  to: string | null;
  subject: string;
  html: string;
  text: string;
  audience: number;
  holdout: number;
  reachable: number;
  problems: string[];
}
export interface Lift {
  treated_people: number;
  treated_converted: number;
  treated_rate: number | null;
  holdout_people: number;
  holdout_converted: number;
  holdout_rate: number | null;
  difference: number | null;
  low: number | null;
  high: number | null;
  relative: number | null;
  p_value: number | null;
  note: string | null;
}
export interface CampaignResult {
  audience: number;
  holdout: number;
  counts: {
    queued: number;
    sent: number;
    opened: number;
    clicked: number;
    converted: number;
    failed: number;
    unsubscribed: number;
    suppressed: Record<string, number>;
  };
  rates: { opened: number | null; clicked: number | null; converted: number | null };
  lift: Lift;
  series: { t: string; sent: number; opened: number; clicked: number; converted: number }[];
}
