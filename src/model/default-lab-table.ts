import type { LabTable } from "./lab-table.ts";

/**
 * The services of Open Terms Archive's collections of AI services and of large platforms whose lab is not the
 * service itself. Lab ids are the casebook's.
 *
 * Renames, looked up in the archives: for each kind of terms the record under the old name ends before the one under
 * the new name begins (OpenAI → ChatGPT 2024-02-20, Mistral AI → Le Chat 2025-08-01, Twitter → X 2024-02-21). Grok
 * is the exception that confirms it: one record of 2023-11, then the same text, byte for byte, recorded as xAI until
 * 2025-02, then as Grok again: one series.
 */
export const DEFAULT_LAB_TABLE: LabTable = {
  services: {
    ChatGPT: { lab: "openai", formerly: ["OpenAI"] },
    "DALL·E": { lab: "openai", prefix: "dall-e" },
    "Claude.ai": { lab: "anthropic" },
    "Google Generative AI Services": { lab: "google" },
    YouTube: { lab: "google", prefix: "youtube" },
    "Llama API": { lab: "meta" },
    Facebook: { lab: "meta", prefix: "facebook" },
    Instagram: { lab: "meta", prefix: "instagram" },
    Threads: { lab: "meta", prefix: "threads" },
    WhatsApp: { lab: "meta", prefix: "whatsapp" },
    "Microsoft Copilot": { lab: "microsoft" },
    "GitHub Copilot": { lab: "microsoft", prefix: "github-copilot" },
    LinkedIn: { lab: "microsoft", prefix: "linkedin" },
    "Amazon Bedrock": { lab: "amazon", prefix: "bedrock" },
    Twitch: { lab: "amazon", prefix: "twitch" },
    Grok: { lab: "xai", formerly: ["xAI"] },
    X: { lab: "x", formerly: ["Twitter"] },
    "Le Chat": { lab: "mistral", formerly: ["Mistral AI"] },
    "Qwen Chat": { lab: "alibaba" },
    Wenxinyiyan: { lab: "baidu" },
    Doubao: { lab: "bytedance" },
    TikTok: { lab: "bytedance", prefix: "tiktok" },
    WeChat: { lab: "tencent" },
    "Kimi AI": { lab: "moonshot" },
    Murf: { lab: "murf", formerly: ["Murf.ai"] },
    DeepSeek: { lab: "deepseek" },
    "Nous Research chat": { lab: "nous-research" },
    Wordtune: { lab: "ai21" },
  },
  labs: {
    ai21: "AI21 Labs",
    alibaba: "Alibaba",
    amazon: "Amazon",
    anthropic: "Anthropic",
    baidu: "Baidu",
    bytedance: "ByteDance",
    deepseek: "DeepSeek",
    google: "Google",
    meta: "Meta",
    microsoft: "Microsoft",
    mistral: "Mistral AI",
    moonshot: "Moonshot AI",
    murf: "Murf",
    "nous-research": "Nous Research",
    openai: "OpenAI",
    tencent: "Tencent",
    x: "X",
    xai: "xAI",
  },
};
