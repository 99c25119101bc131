// A durable subscriber to verdicts with nothing but Node: the NATS protocol is lines of text.
// node subscriber.mjs [nats://127.0.0.1:8422] [gouji.v1.verdicts.>]
import net from "node:net";

const address = new URL(process.argv[2] ?? "nats://127.0.0.1:8422");
const filter = process.argv[3] ?? "gouji.v1.verdicts.>";
const durable = "node-desk";
const inbox = `_INBOX.${durable}.${process.pid}`;

const socket = net.connect(Number(address.port), address.hostname);
const say = (line, body = "") => socket.write(`${line}\r\n${body}`);
const publish = (subject, body, reply = "") =>
  say(`PUB ${subject} ${reply} ${Buffer.byteLength(body)}`, `${body}\r\n`);

function heard(subject, reply, body) {
  if (subject === `${inbox}.made`) {
    const answer = JSON.parse(body);
    if (answer.error) throw new Error(answer.error.description);
    return;
  }
  const verdict = JSON.parse(body).data;
  console.log(verdict.outcome, verdict.department, JSON.stringify(verdict.counts), verdict.review_url);
  publish(reply, "+ACK");
}

let rest = Buffer.alloc(0);
socket.on("data", (chunk) => {
  rest = Buffer.concat([rest, chunk]);
  for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
    const words = rest.subarray(0, end).toString().split(" ");
    if (words[0] === "PING") say("PONG");
    if (words[0] !== "MSG" && words[0] !== "HMSG") {
      rest = rest.subarray(end + 2);
      continue;
    }
    const size = Number(words.at(-1));
    const headers = words[0] === "HMSG" ? Number(words.at(-2)) : 0;
    if (rest.length < end + 2 + size + 2) return; // the body is still on its way
    const body = rest.subarray(end + 2 + headers, end + 2 + size).toString();
    const hasReply = words.length === (headers ? 6 : 5);
    rest = rest.subarray(end + 2 + size + 2);
    heard(words[1], hasReply ? words[3] : null, body);
  }
});

say(`CONNECT ${JSON.stringify({ verbose: false, pedantic: false, headers: true, lang: "node", version: "1" })}`);
say(`SUB ${inbox}.> 1`);
const config = {
  durable_name: durable,
  deliver_subject: `${inbox}.news`,
  filter_subject: filter,
  ack_policy: "explicit",
  deliver_policy: "all",
};
const request = JSON.stringify({ stream_name: "GOUJI_NEWS", config });
publish(`$JS.API.CONSUMER.DURABLE.CREATE.GOUJI_NEWS.${durable}`, request, `${inbox}.made`);
