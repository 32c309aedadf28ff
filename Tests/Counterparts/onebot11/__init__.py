"""A fake OneBot 11 implementation (the QQ client side), standard library only. Started by ../onebot_fake.py."""
