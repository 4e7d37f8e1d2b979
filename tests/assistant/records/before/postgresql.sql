CREATE TABLE audit (
	id SERIAL NOT NULL,
	who TEXT NOT NULL,
	action VARCHAR(64) NOT NULL,
	subject TEXT NOT NULL,
	detail JSON NOT NULL,
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_audit_action ON audit (action);
CREATE INDEX ix_audit_at ON audit (at);
CREATE TABLE conversations (
	id VARCHAR(64) NOT NULL,
	language VARCHAR(8) NOT NULL,
	begun_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	last_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_conversations_last_at ON conversations (last_at);
CREATE TABLE handoff_references (
	year INTEGER NOT NULL,
	last INTEGER NOT NULL,
	PRIMARY KEY (year)
);
CREATE TABLE schema_version (
	version INTEGER NOT NULL,
	PRIMARY KEY (version)
);
CREATE TABLE statistics (
	id SERIAL NOT NULL,
	day DATE NOT NULL,
	outcome VARCHAR(32) NOT NULL,
	completeness VARCHAR(16) NOT NULL,
	language VARCHAR(8) NOT NULL,
	edition INTEGER,
	model VARCHAR(200),
	claims INTEGER NOT NULL,
	citations INTEGER NOT NULL,
	hits INTEGER NOT NULL,
	dropped INTEGER NOT NULL,
	offered BOOLEAN NOT NULL,
	seconds JSON NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_statistics_day ON statistics (day);
CREATE TABLE text_work (
	id SERIAL NOT NULL,
	day DATE NOT NULL,
	task VARCHAR(16) NOT NULL,
	ended VARCHAR(16) NOT NULL,
	language VARCHAR(8) NOT NULL,
	model VARCHAR(200) NOT NULL,
	given INTEGER NOT NULL,
	made INTEGER NOT NULL,
	marked INTEGER NOT NULL,
	parts INTEGER NOT NULL,
	seconds DOUBLE PRECISION NOT NULL,
	PRIMARY KEY (id)
);
CREATE INDEX ix_text_work_day ON text_work (day);
CREATE TABLE answers (
	id VARCHAR(64) NOT NULL,
	conversation VARCHAR(64) NOT NULL,
	question TEXT NOT NULL,
	outcome VARCHAR(32) NOT NULL,
	edition INTEGER,
	content JSON NOT NULL,
	found JSON NOT NULL,
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE
);
CREATE INDEX ix_answers_at ON answers (at);
CREATE INDEX ix_answers_conversation ON answers (conversation);
CREATE TABLE handoffs (
	id VARCHAR(64) NOT NULL,
	conversation VARCHAR(64) NOT NULL,
	reference VARCHAR(32) NOT NULL,
	state VARCHAR(16) NOT NULL,
	reason VARCHAR(32) NOT NULL,
	staff TEXT NOT NULL,
	result TEXT NOT NULL,
	language VARCHAR(8) NOT NULL,
	asked_at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	taken_at TIMESTAMP WITHOUT TIME ZONE,
	closed_at TIMESTAMP WITHOUT TIME ZONE,
	PRIMARY KEY (id),
	FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE,
	UNIQUE (reference)
);
CREATE INDEX ix_handoffs_asked_at ON handoffs (asked_at);
CREATE INDEX ix_handoffs_conversation ON handoffs (conversation);
CREATE INDEX ix_handoffs_state ON handoffs (state);
CREATE UNIQUE INDEX one_active_handoff ON handoffs (conversation) WHERE state IN ('queued', 'taken');
CREATE TABLE contacts (
	handoff VARCHAR(64) NOT NULL,
	contact JSON NOT NULL,
	note TEXT NOT NULL,
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (handoff),
	FOREIGN KEY(handoff) REFERENCES handoffs (id) ON DELETE CASCADE
);
CREATE INDEX ix_contacts_at ON contacts (at);
CREATE TABLE deliveries (
	id SERIAL NOT NULL,
	handoff VARCHAR(64) NOT NULL,
	desk VARCHAR(32) NOT NULL,
	stage VARCHAR(16) NOT NULL,
	begun VARCHAR(32) NOT NULL,
	known JSON NOT NULL,
	tries INTEGER NOT NULL,
	error TEXT NOT NULL,
	due TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (handoff, desk),
	FOREIGN KEY(handoff) REFERENCES handoffs (id) ON DELETE CASCADE
);
CREATE INDEX deliveries_due ON deliveries (stage, due);
CREATE TABLE messages (
	id SERIAL NOT NULL,
	conversation VARCHAR(64) NOT NULL,
	role VARCHAR(16) NOT NULL,
	text TEXT NOT NULL,
	author TEXT NOT NULL,
	answer_id VARCHAR(64),
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE,
	FOREIGN KEY(answer_id) REFERENCES answers (id) ON DELETE SET NULL
);
CREATE INDEX ix_messages_answer_id ON messages (answer_id);
CREATE INDEX ix_messages_at ON messages (at);
CREATE INDEX messages_of_conversation ON messages (conversation, id);
CREATE TABLE reports (
	answer VARCHAR(64) NOT NULL,
	complaint VARCHAR(32) NOT NULL,
	remark TEXT NOT NULL,
	at TIMESTAMP WITHOUT TIME ZONE NOT NULL,
	PRIMARY KEY (answer),
	FOREIGN KEY(answer) REFERENCES answers (id) ON DELETE CASCADE
);
