export const campaign = {
  outcome: {
    queued: "排队中",
    sent: "已发送",
    opened: "已打开",
    clicked: "已点击",
    converted: "已转化",
    failed: "失败",
    unsubscribed: "已退订",
    suppressed: "未发送",
    holdout: "对照组",
  },
} as const;
