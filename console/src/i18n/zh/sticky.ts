export const sticky = {
  title: "粘性",
  about: "一周或一个月里，人们有几天做过这件事。",
  sentence: "{people}每{per}有几天做过{event}，{range}，{filter}，{compare}",
  people: "活跃人数",
  average_days: "人均活跃天数",
  share_of_days: "占周期天数",
  chart: "各周期的人均活跃天数",
  daysName: "{{n}} 天",
  table: "各周期",
  period: "周期",
  open: "未结束",
  whoDays: "{{t}}，恰好 {{n}} 天",
  hint: {
    average_days: "周期内每个活跃的人平均有几天做过",
    share_of_days: "人均活跃天数 ÷ 周期的天数",
    last: "最近一个已结束的周期",
  },
} as const;
