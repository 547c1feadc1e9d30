# SPDX-FileCopyrightText: 2026 Klimaschutzhaus Kassel contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the house remembers: the tables, the same on SQLite and PostgreSQL.

Instants are whole UTC epoch seconds, `claimed_*` are slots. Every table that grows carries the house, and every
unique key begins with house or room, so that many houses can be spread over many servers by house.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

HELD, UNCONFIRMED, REQUESTED, BOOKED = "held", "unconfirmed", "requested", "booked"
CANCELLED, REFUSED, LAPSED, RELEASED = "cancelled", "refused", "lapsed", "released"
GONE = (CANCELLED, REFUSED, LAPSED, RELEASED)
LIVE = (HELD, UNCONFIRMED, REQUESTED, BOOKED)

# Written out, not bound: only then do both databases see that the partial indexes fit.
IS_LIVE = text("status IN ('held', 'unconfirmed', 'requested', 'booked')")
IS_DUE = text("NOT rendered")
IS_GONE = text("gone IS NOT NULL")
IS_LEFT_OUT = text("reason IS NOT NULL")
IS_NAMED = text("name IS NOT NULL")
IS_PASSING = text("expires IS NOT NULL")
IS_LONG = text("status IN ('held', 'unconfirmed', 'requested', 'booked') AND claimed_to - claimed_from > 96")
IS_SERIAL = text("series_id IS NOT NULL")
IS_TO_REMIND = text("status = 'booked' AND mail IS NOT NULL AND NOT reminded")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

house = Table(
    "house",
    metadata,
    Column("id", String(31), primary_key=True),
    # Raised by every change that a screen, page or feed can show; its row is also the house's write lock.
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Column(
        "offers_revision", BigInteger, nullable=False, server_default="0"
    ),  # the one above, at the offers' last change
    # Days for which contact data is kept after a booking, where staff have set it; else the config says it.
    Column("contact_days", SmallInteger),
    # When the house last wrote: a clock that reads earlier than this is wrong.
    Column("written", BigInteger, nullable=False, server_default="0"),
)

room = Table(
    "room",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("house_id", ForeignKey("house.id"), nullable=False),
    Column("key", String(31), nullable=False),
    Column("revision", BigInteger, nullable=False, server_default="0"),  # the house's, at the room's last change
    Column("changed", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("house_id", "key"),
)

booking = Table(
    "booking",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("room_id", ForeignKey("room.id"), nullable=False),
    Column("begin", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("claimed_from", BigInteger, nullable=False),
    Column("claimed_to", BigInteger, nullable=False),
    Column("status", String(11), nullable=False),
    # When this status ends by itself: a hold, a request, a booking to which nobody has come.
    Column("expires", BigInteger),
    Column("more_left", SmallInteger, nullable=False, server_default="0"),
    Column("scanned", Boolean, nullable=False, server_default=false()),
    Column("code", String(6)),
    Column("name", String(60)),
    Column("show_name", Boolean, nullable=False, server_default=false()),
    Column("language", String(20), nullable=False),
    Column("mail", String(254)),
    Column("group_key", String(43)),
    Column("hold_hash", LargeBinary(32)),
    Column("link_hash", LargeBinary(32)),
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("rendered", Boolean, nullable=False, server_default=false()),
    Column("people", SmallInteger),
    Column("extras", String(320)),  # ids of the resources that come along, with a blank between them
    Column("arrived", BigInteger),
    Column("reminded", Boolean, nullable=False, server_default=false()),
    Column("series_id", BigInteger),
    Column("nominal", Integer),  # the local day that the series meant, as a proleptic ordinal
    Column("alone", Boolean, nullable=False, server_default=false()),  # changed alone: the series leaves it as it is
    Column("answer", String(300)),  # what staff wrote to the group
    # Holds all that a day's picture needs: the rows themselves, strewn over the file, stay unread.
    Index(
        "ix_booking_plan",
        *("room_id", "begin", "claimed_from", "claimed_to", "status", "show_name", "name"),
        sqlite_where=IS_LIVE,
        postgresql_where=IS_LIVE,
    ),
    # Longer than a day, as only others' calendars have it: a day's picture looks for all else near its begin.
    Index("ix_booking_long", "room_id", "claimed_to", sqlite_where=IS_LONG, postgresql_where=IS_LONG),
    Index("ix_booking_expires", "house_id", "expires", sqlite_where=IS_PASSING, postgresql_where=IS_PASSING),
    Index("ix_booking_series", "house_id", "series_id", sqlite_where=IS_SERIAL, postgresql_where=IS_SERIAL),
    Index("ix_booking_remind", "house_id", "begin", sqlite_where=IS_TO_REMIND, postgresql_where=IS_TO_REMIND),
    Index("ix_booking_group", "house_id", "group_key", "end", sqlite_where=IS_LIVE, postgresql_where=IS_LIVE),
    Index("ix_booking_contact", "house_id", "end", sqlite_where=IS_NAMED, postgresql_where=IS_NAMED),
    Index("ix_booking_due", "house_id", "changed", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
    Index("uq_booking_code", "house_id", "code", unique=True),
    Index("uq_booking_hold", "house_id", "hold_hash", unique=True),
    Index("uq_booking_link", "house_id", "link_hash", unique=True),
)

extra = Table(
    "extra",
    metadata,
    # How the days of a resource are read that is booked together with rooms; booking.extras says the same.
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("begin", BigInteger, primary_key=True, autoincrement=False),
    Column("booking_id", BigInteger, primary_key=True, autoincrement=False),
    Column("house_id", String(31), nullable=False),
    Column("claimed_from", BigInteger, nullable=False),
    Column("claimed_to", BigInteger, nullable=False),
    ForeignKeyConstraint(["house_id", "booking_id"], ["booking.house_id", "booking.id"]),
    Index("ix_extra_of", "house_id", "booking_id"),
    sqlite_with_rowid=False,
)

series = Table(
    "series",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("every", String(9), nullable=False),  # week, fortnight, month
    Column("first", Integer, nullable=False),  # local days, as proleptic ordinals
    Column("last", Integer, nullable=False),
    Column("begin_minute", SmallInteger, nullable=False),  # after local midnight
    Column("minutes", SmallInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
)

waiting = Table(
    "waiting",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("room_id", ForeignKey("room.id"), nullable=False),
    Column("begin", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("mail", String(254), nullable=False),
    Column("language", String(20), nullable=False),
    Column("link_hash", LargeBinary(32), nullable=False),
    Index("ix_waiting_end", "house_id", "room_id", "end"),
    Index("uq_waiting_link", "house_id", "link_hash", unique=True),
)

letter = Table(
    "letter",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(9), nullable=False),
    Column("mail", String(254), nullable=False),
    Column("language", String(20), nullable=False),
    Column("booking_id", BigInteger),
    Column("due", BigInteger, nullable=False),
    Column("tries", SmallInteger, nullable=False, server_default="0"),
    Column("fault", String(200)),
    Column("created", BigInteger, nullable=False),
    Index("ix_letter_due", "house_id", "due"),
    Index("ix_letter_of", "house_id", "booking_id"),
)

imported = Table(
    "imported",
    metadata,
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("uid_hash", LargeBinary(32), primary_key=True),  # of the appointment's identity
    Column("house_id", String(31), nullable=False),
    Column("booking_id", BigInteger, nullable=False),
    Column("content_hash", LargeBinary(32), nullable=False),
    Column("feed", String(31)),  # by which it came; none: a file
    ForeignKeyConstraint(["house_id", "booking_id"], ["booking.house_id", "booking.id"]),
    sqlite_with_rowid=False,
)

closure = Table(
    "closure",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("room_id", ForeignKey("room.id")),  # none: the whole house
    Column("begin", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("reason", String(120), nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("ix_closure_end", "house_id", "end"),
)

hours = Table(
    "hours",
    metadata,
    # Other hours than the config says, set by staff.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("room_id", ForeignKey("room.id")),  # none: the house
    Column("first", Integer, nullable=False),  # local days, as proleptic ordinals
    Column("last", Integer),  # none: for good
    Column("spans", String(300), nullable=False),
    Column("reason", String(120), nullable=False),
    Column("created", BigInteger, nullable=False),
)

notice = Table(
    "notice",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("begin", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("display", Boolean, nullable=False),
    Column("phone", Boolean, nullable=False),
    Column("texts", String(1000), nullable=False),  # JSON: by language
    Column("created", BigInteger, nullable=False),
    Index("ix_notice_end", "house_id", "end"),
)

barrier = Table(
    "barrier",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", String(80), nullable=False),  # an id of the floor plan
    Column("begin", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("reason", String(120), nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("ix_barrier_end", "house_id", "end"),
)

actor = Table(
    "actor",
    metadata,
    # Texts of offers, actors, signposts are JSON by language; topics and languages have a blank between them.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(31), nullable=False),  # in addresses and in the config
    Column("name", String(80), nullable=False),
    Column("texts", Text, nullable=False),
    Column("topics", String(120), nullable=False),
    Column("hours", Text, nullable=False),
    Column("phone", String(40), nullable=False),
    Column("mail", String(254), nullable=False),
    Column("web", String(300), nullable=False),
    Column("place", String(160), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    UniqueConstraint("house_id", "key"),
)

offer = Table(
    "offer",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("actor_id", BigInteger),  # none: the house itself
    Column("kind", String(8), nullable=False),
    Column("topic", String(13), nullable=False),  # empty: of none
    Column("titles", Text, nullable=False),
    Column("texts", Text, nullable=False),
    Column("person", String(80), nullable=False),
    Column("where", String(8), nullable=False),  # room, address, home
    Column("place", String(160), nullable=False),  # a room, or an address
    Column("district", String(40), nullable=False),
    Column("free", Boolean, nullable=False),
    Column("cost", String(80), nullable=False),
    Column("link", String(300), nullable=False),
    Column("step_free", Boolean, nullable=False),
    Column("spoken", String(60), nullable=False),
    Column("last", Integer),  # the last local day on which it is shown, as a proleptic ordinal
    Column("shown", Boolean, nullable=False),
    Column("alts", Text, nullable=False),  # what its picture shows
    Column("feed", String(31)),  # the feed that it came with
    Column("uid_hash", LargeBinary(32)),
    Column("content_hash", LargeBinary(32)),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    ForeignKeyConstraint(["house_id", "actor_id"], ["actor.house_id", "actor.id"]),
    Index("uq_offer_feed", "house_id", "feed", "uid_hash", unique=True),
)

offer_date = Table(
    "offer_date",
    metadata,
    Column("house_id", String(31), primary_key=True),
    Column("offer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("begin", BigInteger, primary_key=True, autoincrement=False),
    Column("end", BigInteger, nullable=False),
    Column("whole_day", Boolean, nullable=False),
    Column("gone", BigInteger),  # when it was cancelled
    ForeignKeyConstraint(["house_id", "offer_id"], ["offer.house_id", "offer.id"]),
    Index("ix_offer_date_end", "house_id", "end"),
    Index("ix_offer_date_begin", "house_id", "begin"),
    sqlite_with_rowid=False,
)

picture = Table(
    "picture",
    metadata,
    Column("house_id", String(31), primary_key=True),
    Column("offer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
    Column("changed", BigInteger, nullable=False),
    ForeignKeyConstraint(["house_id", "offer_id"], ["offer.house_id", "offer.id"]),
)

signpost = Table(
    "signpost",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", SmallInteger, nullable=False),  # in the list
    Column("topic", String(13), nullable=False),
    Column("titles", Text, nullable=False),
    Column("offers", String(200), nullable=False),  # their ids, with a blank between them
    Column("changed", BigInteger, nullable=False),
)

idea = Table(
    "idea",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),  # by which people speak of it
    Column("kind", String(8), nullable=False),  # idea, question
    Column("text", String(400), nullable=False),
    Column("topic", String(13), nullable=False),
    Column("status", String(8), nullable=False),
    Column("answer", String(800), nullable=False),
    Column("shown", Boolean, nullable=False),  # on the board
    Column("mail", String(254)),
    Column("language", String(20), nullable=False),
    Column("link_hash", LargeBinary(32), nullable=False),
    Column("request_id", String(36), nullable=False),
    Column("due", BigInteger),  # until when a question is to be answered
    Column("created", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    UniqueConstraint("house_id", "number"),
    UniqueConstraint("house_id", "request_id"),
    UniqueConstraint("house_id", "link_hash"),
)

visit = Table(
    "visit",
    metadata,
    # How many people came: numbers, and nothing from which anybody could be told.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("hour", BigInteger, primary_key=True, autoincrement=False),  # the instant at which it begins
    Column("purpose", String(8), primary_key=True),
    Column("offer_id", BigInteger, primary_key=True, autoincrement=False),  # 0: of none
    Column("people", Integer, nullable=False),
    sqlite_with_rowid=False,
)

touch = Table(
    "touch",
    metadata,
    # The last count at each display: a burst of touches is one of them.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("screen", String(60), primary_key=True),
    Column("act", String(8), primary_key=True),  # visit, feedback
    Column("at", BigInteger, nullable=False),
    Column("request_id", String(36), nullable=False),
    Column("hour", BigInteger, nullable=False),  # of the visit; the day of the feedback
    Column("purpose", String(8), nullable=False),
    Column("offer_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),  # of people; the face
    sqlite_with_rowid=False,
)

feedback = Table(
    "feedback",
    metadata,
    # How many liked an offer how much; it may be gone since.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("offer_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # the local day, as a proleptic ordinal
    Column("face", SmallInteger, primary_key=True, autoincrement=False),  # 1 to 5, 5 is the best
    Column("answers", Integer, nullable=False),
    sqlite_with_rowid=False,
)

figure = Table(
    "figure",
    metadata,
    # What no display can count: entered by staff, with its source.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("indicator", String(12), nullable=False),  # visibility, funds, measures
    Column("day", Integer, nullable=False),  # the local day, as a proleptic ordinal
    Column("amount", BigInteger, nullable=False),  # whole euros, or how many
    Column("what", String(160), nullable=False),
    Column("source", String(200), nullable=False),
    Column("topic", String(13), nullable=False),
    Column("actor_id", BigInteger),
    Column("district", String(40), nullable=False),
    Column("created", BigInteger, nullable=False),
    Index("ix_figure_day", "house_id", "day"),
)

feed_in = Table(
    "feed_in",
    metadata,
    # How it goes with a feed that comes in; its address stands in the config only.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("feed", String(31), primary_key=True),
    Column("setting", LargeBinary(32)),  # hash of what the config said when it last came in
    Column("etag", String(200)),
    Column("modified", String(60)),
    Column("body", LargeBinary(32)),  # hash of the last good copy
    Column("expanded", BigInteger, nullable=False, server_default="0"),  # until when its dates are known
    Column("events", Integer, nullable=False, server_default="0"),
    Column("waits", Boolean, nullable=False, server_default=false()),  # something is in the way of what it says
    Column("good", BigInteger),
    Column("tried", BigInteger),
    Column("next", BigInteger, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("fault", String(400)),  # JSON: a key of booking.texts.FEED_FAULTS, and what fills its sentence
    # A copy in which more than half is missing: asked, confirmed, discarded; how many were known, and are left.
    Column("held", String(9)),
    Column("held_body", LargeBinary(32)),
    Column("held_known", Integer),
    Column("held_fresh", Integer),
    # Who asks for it now, and until when nobody else does.
    Column("lessee", String(22)),
    Column("leased", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

feed_event = Table(
    "feed_event",
    metadata,
    # The last good copy of a feed, event by event: all that one UID says.
    Column("house_id", String(31), primary_key=True),
    Column("feed", String(31), primary_key=True),
    Column("uid_hash", LargeBinary(32), primary_key=True),
    Column("content_hash", LargeBinary(32), nullable=False),
    Column("ends", BigInteger, nullable=False),  # its last date that is known and takes place; 0: none
    Column("open", Boolean, nullable=False),  # there may be dates later than those that are known
    Column("reason", String(24)),  # why something of it was left out
    Column("said", Text, nullable=False),  # JSON
    ForeignKeyConstraint(["house_id", "feed"], ["feed_in.house_id", "feed_in.feed"]),
    Index("ix_feed_event_uid", "house_id", "uid_hash"),
    # Holds all that a new copy is compared with: what the events say stays unread.
    Index("ix_feed_event_known", "house_id", "feed", "uid_hash", "content_hash", "ends", "open"),
    Index("ix_feed_event_reason", "house_id", "feed", sqlite_where=IS_LEFT_OUT, postgresql_where=IS_LEFT_OUT),
    sqlite_with_rowid=False,
)

feed_twin = Table(
    "feed_twin",
    metadata,
    # Dates of offers that are not shown because an earlier feed has them as well.
    Column("house_id", String(31), primary_key=True),
    Column("feed", String(31), primary_key=True),
    Column("begin", BigInteger, primary_key=True, autoincrement=False),
    Column("uid_hash", LargeBinary(32), primary_key=True),
    ForeignKeyConstraint(["house_id", "feed"], ["feed_in.house_id", "feed_in.feed"]),
    sqlite_with_rowid=False,
)

feed_closure = Table(
    "feed_closure",
    metadata,
    # Which closure a date of a feed became. A closure that is not there any more was opened again by staff.
    Column("house_id", String(31), primary_key=True),
    Column("feed", String(31), primary_key=True),
    Column("key", LargeBinary(32), primary_key=True),
    Column("closure_id", BigInteger, nullable=False),
    Column("looks", LargeBinary(32), nullable=False),
    Column("end", BigInteger, nullable=False),
    ForeignKeyConstraint(["house_id", "feed"], ["feed_in.house_id", "feed_in.feed"]),
    Index("ix_feed_closure_of", "house_id", "closure_id"),
    sqlite_with_rowid=False,
)

in_the_way = Table(
    "in_the_way",
    metadata,
    # Bookings that were there before a closure that came with a feed, and whose groups know of it.
    Column("house_id", String(31), primary_key=True),
    Column("closure_id", BigInteger, primary_key=True, autoincrement=False),
    Column("booking_id", BigInteger, primary_key=True, autoincrement=False),
    Column("created", BigInteger, nullable=False),
    ForeignKeyConstraint(["house_id", "booking_id"], ["booking.house_id", "booking.id"]),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    # What the city has not heard of yet: that something has changed, not what; that is read when it is sent.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("channel", String(8), primary_key=True),  # calendar, counts
    Column("about", BigInteger, primary_key=True, autoincrement=False),  # a booking; the begin of an hour
    Column("part", String(8), primary_key=True),  # the purpose of visits; empty
    Column("version", BigInteger, nullable=False),  # another one after each change, ever greater
    Column("since", BigInteger, nullable=False),  # the first change that has not gone out
    Column("next", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # refused so often
    Column("fault", String(400)),  # JSON: a key of booking.texts.FEED_FAULTS, and what fills its sentence
    Column("begun", Boolean, nullable=False, server_default=false()),  # it may have arrived: nobody has said
    Column("dead", Boolean, nullable=False, server_default=false()),  # set aside until somebody has looked
    sqlite_with_rowid=False,
)

delivered = Table(
    "delivered",
    metadata,
    # What the city has, as far as we know.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("channel", String(8), primary_key=True),  # also streams: where counts of a purpose go
    Column("about", BigInteger, primary_key=True, autoincrement=False),
    Column("part", String(8), primary_key=True),
    Column("remote", String(300), nullable=False),  # its name there
    Column("etag", String(200)),  # none: it is not there any more
    Column("said", LargeBinary(32), nullable=False),  # hash of what was sent
    Column("again", Boolean, nullable=False, server_default=false()),  # it was taken away there, and put back once
    sqlite_with_rowid=False,
)

channel = Table(
    "channel",
    metadata,
    # How it goes with a way to the city; its address stands in the config only.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("channel", String(8), primary_key=True),
    Column("setting", LargeBinary(32)),  # hash of the address to which everything went that is delivered
    Column("open", Boolean, nullable=False, server_default=false()),  # all that was there before has been put in
    Column("compared", BigInteger, nullable=False, server_default="0"),
    Column("good", BigInteger),
    Column("tried", BigInteger),
    Column("next", BigInteger, nullable=False, server_default="0"),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("fault", String(400)),
    # Who is on the way now, and until when nobody else is.
    Column("lessee", String(22)),
    Column("leased", BigInteger, nullable=False, server_default="0"),
    sqlite_with_rowid=False,
)

claim = Table(
    "claim",
    metadata,
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("slot", BigInteger, primary_key=True, autoincrement=False),
    Column("house_id", String(31), nullable=False),
    Column("booking_id", BigInteger),
    Column("closure_id", BigInteger),
    ForeignKeyConstraint(["house_id", "booking_id"], ["booking.house_id", "booking.id"]),
    ForeignKeyConstraint(["house_id", "closure_id"], ["closure.house_id", "closure.id"], name="fk_claim_closure"),
    sqlite_with_rowid=False,
)

change = Table(
    "change",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("revision", BigInteger, primary_key=True, autoincrement=False),
    Column("room_id", Integer, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # proleptic ordinal of the local day
    sqlite_with_rowid=False,
)

answered = Table(
    "answered",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("request_id", String(36), primary_key=True),
    Column("wish", LargeBinary(32), nullable=False),
    Column("booking_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_answered_at", "house_id", "at"),
    sqlite_with_rowid=False,
)

token = Table(
    "token",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("hash", LargeBinary(32), primary_key=True),
    Column("kind", String(6), nullable=False),  # screen, feed, onsite, join
    Column("name", String(60), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger),
    Column("used", BigInteger),  # when a feed was last read, to the hour
    UniqueConstraint("house_id", "kind", "name"),
)

person = Table(
    "person",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(40), nullable=False),  # with which they sign in
    Column("role", String(7), nullable=False),  # house, partner, city
    Column("password", String(120)),  # argon2id; none until they have chosen one
    Column("enrolled", BigInteger, nullable=False, server_default="0"),  # of which their one-time codes are made
    Column("step", BigInteger, nullable=False, server_default="0"),  # the last one-time code that was used
    Column("actor_id", BigInteger),  # for whom a partner acts
    Column("created", BigInteger, nullable=False),
    UniqueConstraint("house_id", "name"),
)

recovery = Table(
    "recovery",
    metadata,
    Column("house_id", String(31), primary_key=True),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", LargeBinary(32), primary_key=True),
    ForeignKeyConstraint(["house_id", "person_id"], ["person.house_id", "person.id"]),
    sqlite_with_rowid=False,
)

sitting = Table(
    "sitting",
    metadata,
    # From signing in to signing out.
    Column("house_id", String(31), primary_key=True),
    Column("hash", LargeBinary(32), primary_key=True),
    Column("person_id", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
    ForeignKeyConstraint(["house_id", "person_id"], ["person.house_id", "person.id"]),
    sqlite_with_rowid=False,
)

attempt = Table(
    "attempt",
    metadata,
    # Signing in that failed: `who` is the hash of a name with the network or the browser that it was tried from.
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("who", LargeBinary(32), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("house_id", ForeignKey("house.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("person", String(40), nullable=False),
    Column("act", String(20), nullable=False),
    Column("about", String(200), nullable=False),
    Column("before", LargeBinary(32), nullable=False),  # the seal of the entry before
    Column("seal", LargeBinary(32), nullable=False),
    Index("ix_audit_at", "house_id", "at"),
)

rendering = Table(
    "rendering",
    metadata,
    # In the order of a room's feed, which is then one walk through neighbouring rows.
    Column("room_id", ForeignKey("room.id"), primary_key=True),
    Column("begin", BigInteger, primary_key=True, autoincrement=False),
    Column("booking_id", BigInteger, primary_key=True, autoincrement=False),
    Column("house_id", String(31), nullable=False),
    Column("gone", BigInteger),  # when it was cancelled
    Column("busy", LargeBinary, nullable=False),
    Column("named", LargeBinary, nullable=False),
    ForeignKeyConstraint(["house_id", "booking_id"], ["booking.house_id", "booking.id"]),
    Index("ix_rendering_gone", "room_id", "gone", sqlite_where=IS_GONE, postgresql_where=IS_GONE),
    Index("ix_rendering_of", "house_id", "booking_id"),
    sqlite_with_rowid=False,
)
