// The least that opens an incident's channel with Bolt, one call after the other as its
// guides show it: it keeps nothing and promises nothing. What Candor takes for the same is
// held against it.
const { App, LogLevel } = require('@slack/bolt');

const app = new App({
  token: process.env.SLACK_BOT_TOKEN,
  appToken: process.env.SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: LogLevel.ERROR,
  clientOptions: { slackApiUrl: process.env.SLACK_API_URL },
});

let number = 0;

app.command('/incident', async ({ command, ack, client, respond }) => {
  await ack();
  const title = command.text.replace(/^declare \S+ \S+ /, '');
  const name = `inc-${++number}-${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`.slice(0, 80);
  const { channel } = await client.conversations.create({ name });
  await client.conversations.invite({ channel: channel.id, users: command.user_id });
  const card = await client.chat.postMessage({
    channel: channel.id,
    text: title,
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `*${title}*` } }],
  });
  await client.conversations.setTopic({ channel: channel.id, topic: title });
  await client.pins.add({ channel: channel.id, timestamp: card.ts });
  await respond({ response_type: 'ephemeral', text: `Opened <#${channel.id}>` });
});

app.start();
