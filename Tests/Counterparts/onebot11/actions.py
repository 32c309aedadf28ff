"""The actions of the HTTP API (gateways: OneBot 11, 1.2 and 1.7), over the World."""

from . import cq


class Failure(Exception):
    """Answered with HTTP 200, `status: failed`, and this retcode."""

    def __init__(self, retcode, name, wording=""):
        super().__init__(name)
        self.retcode, self.name, self.wording = retcode, name, wording


def number(world, params, name, required=True, default=None):
    value = params.get(name)
    if value is None or value == "":
        if required:
            raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", f"{name} is missing")
        return default
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", f"{name} is no number")
    if isinstance(value, str) and name == "message_id" and world.flavour.integer_ids_only:
        raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", f"{name} must be a number")
    try:
        return int(value)
    except ValueError:
        raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", f"{name} is no number") from None


def truth(value):
    return value in (True, 1, "true", "1", "yes")


def segments(world, params):
    if "message" not in params:
        raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", "message is missing")
    try:
        read = cq.segments_of(params["message"], truth(params.get("auto_escape", False)))
    except ValueError as error:
        raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", str(error)) from None
    if not read:
        raise Failure(world.flavour.failure_retcode, "EMPTY_MSG_ERROR", "消息为空")
    for segment in read:
        if segment["type"] == "text" and "text" not in segment["data"]:
            raise Failure(world.flavour.bad_parameter_retcode, "BAD_PARAMETER", "text segment without text")
    return read


def send_group_msg(world, params, answered="ok"):
    group = number(world, params, "group_id")
    message = segments(world, params)
    if group in world.closed_groups:
        raise Failure(world.flavour.failure_retcode, "GROUP_NOT_FOUND", "群聊不存在")
    return {"message_id": world.deliver("send_group_msg", "group", group, message, None, answered)["message_id"]}


def send_private_msg(world, params, answered="ok"):
    user = number(world, params, "user_id")
    group = number(world, params, "group_id", required=False)
    message = segments(world, params)
    if user in world.closed_people or (world.friends and user not in world.friends and group is None):
        raise Failure(world.flavour.failure_retcode, "FRIEND_NOT_FOUND", "好友不存在")
    return {"message_id": world.deliver("send_private_msg", "private", user, message, group, answered)["message_id"]}


def send_msg(world, params, answered="ok"):
    kind = params.get("message_type") or ("group" if params.get("group_id") else "private")
    return send_group_msg(world, params, answered) if kind == "group" else send_private_msg(world, params, answered)


def known(world, params):
    message = world.messages.get(number(world, params, "message_id"))
    if message is None:
        raise Failure(world.flavour.failure_retcode, "MSG_NOT_FOUND", "消息不存在")
    return message


def delete_msg(world, params):
    known(world, params)["recalled"] = True
    return None


def get_msg(world, params):
    event = known(world, params)["event"]
    answer = {key: event[key] for key in ("time", "message_type", "message_id", "sender", "message", "raw_message", "user_id")}
    answer["real_id"] = event["message_id"]
    answer["group"] = event["message_type"] == "group"
    if "group_id" in event:
        answer["group_id"] = event["group_id"]
    return answer


def get_group_msg_history(world, params):
    page = world.flavour.history_page
    count = min(number(world, params, "count", required=False, default=page), page)
    newest = number(world, params, "message_seq", required=False, default=0)
    return {"messages": world.history(number(world, params, "group_id"), newest, count)}


def member_info(world, group, user):
    person = world.groups.get(group, {}).get(user)
    if person is None:
        raise Failure(world.flavour.failure_retcode, "MEMBER_NOT_FOUND", "群员不存在")
    return {"group_id": group, "user_id": user, "nickname": person["nickname"], "card": person["card"], "sex": "unknown", "age": 0,
            "area": "", "join_time": 1_600_000_000, "last_sent_time": 1_700_000_000, "level": "1", "role": person["role"],
            "unfriendly": False, "title": "", "title_expire_time": 0, "card_changeable": True, "shut_up_timestamp": 0}


def get_group_member_info(world, params):
    return member_info(world, number(world, params, "group_id"), number(world, params, "user_id"))


def get_group_member_list(world, params):
    group = number(world, params, "group_id")
    return [member_info(world, group, user) for user in sorted(world.groups.get(group, {}))]


def group_info(world, group):
    return {"group_id": group, "group_name": f"群{group}", "member_count": len(world.groups.get(group, {})), "max_member_count": 500}


def get_group_info(world, params):
    return group_info(world, number(world, params, "group_id"))


def get_group_list(world, params):
    return [group_info(world, group) for group in sorted(g for g in world.groups if g)]


def get_stranger_info(world, params):
    user = number(world, params, "user_id")
    return {"user_id": user, "nickname": f"人{user}", "sex": "unknown", "age": 0}


def get_friend_list(world, params):
    return [{"user_id": user, "nickname": f"人{user}", "remark": ""} for user in sorted(world.friends)]


def get_login_info(world, params):
    return {"user_id": world.self_id, "nickname": "议事小助手"}


def get_status(world, params):
    return {"online": True, "good": True}


def get_version_info(world, params):
    return {"app_name": world.flavour.app_name, "app_version": world.flavour.app_version, "protocol_version": "v11"}


def yes(world, params):
    return {"yes": True}


SENDING = {"send_group_msg": send_group_msg, "send_private_msg": send_private_msg, "send_msg": send_msg}
READING = {action.__name__: action for action in (
    delete_msg, get_msg, get_group_msg_history, get_group_member_info, get_group_member_list, get_group_info, get_group_list,
    get_stranger_info, get_friend_list, get_login_info, get_status, get_version_info)}
READING.update(can_send_image=yes, can_send_record=yes)


def find(world, name):
    """The action of that name, or None where this implementation has none."""
    if name == "get_group_msg_history" and not world.flavour.has_history:
        return None
    return SENDING.get(name) or READING.get(name)
