import { gzipSync } from "node:zlib";
import { ArchiveBytes, ArchiveError } from "../../../src/sources/warc/archive-bytes.ts";
import { parseHeaders } from "../../../src/sources/warc/headers.ts";
import { readWarcDate, statusOf } from "../../../src/sources/warc/page-list.ts";
import { pageKey, readReplay, readTimestamp } from "../../../src/sources/warc/page-key.ts";
import { readRecords } from "../../../src/sources/warc/read-records.ts";
import { demand, demandOneLine, type Target } from "../target.ts";

const record = (type: string, body: string): string =>
  `WARC/1.1\r\nWARC-Type: ${type}\r\nWARC-Target-URI: https://a.example/terms\r\nWARC-Date: 2024-01-10T18:00:00Z\r\nContent-Length: ${body.length}\r\n\r\n${body}\r\n\r\n`;
const answer = record("response", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Terms</p>");

/** A web archive → its records: an ArchiveError at the first byte that is none of one, each record within the file. */
export const target: Target = {
  name: "warc",
  seeds: [
    record("warcinfo", "software: ours\r\n") + answer,
    gzipSync(answer),
    Buffer.concat([gzipSync(record("warcinfo", "")), gzipSync(answer)]),
    record("revisit", "HTTP/1.0 304 Not Modified\r\nLocation: /x\r\n\r\n"),
  ],
  async run(input) {
    let end = 0;
    try {
      for await (const { place, header, begin } of readRecords(ArchiveBytes.over(input))) {
        demand(place.offset >= end && place.length > 0, "records follow each other");
        end = place.offset + place.length;
        demand(end <= input.length, "a record lies within the file");
        for (const [, value] of header.fields) {
          readWarcDate(value);
          readTimestamp(value);
          const key = pageKey(value);
          if (key !== null) readReplay(value);
        }
        statusOf(parseHeaders(begin, "latin1", 64_000)?.first ?? "");
      }
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error;
      demandOneLine(error.message);
      demand(error.offset >= 0 && error.offset <= input.length, "an error names a byte of the file");
    }
  },
};
