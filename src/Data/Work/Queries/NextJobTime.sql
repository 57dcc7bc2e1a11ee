SELECT min(not_before) FROM app.jobs WHERE state = 'waiting' AND kind = ANY (@kinds);
